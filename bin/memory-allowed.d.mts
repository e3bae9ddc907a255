/** Bytes that this process may use: of the machine, or of the container if that is less. */
export declare function memoryAllowed(): number;
