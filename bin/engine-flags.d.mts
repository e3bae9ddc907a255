/** The flags by which the program is started. */
export declare const ENGINE_FLAGS: readonly string[];
