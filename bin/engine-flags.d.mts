/** The flags by which the program is started. */
export const ENGINE_FLAGS: readonly string[];
