import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where uploads and print files lie when nobody says where: a folder of this process among the system's temporary ones. */
export const folderOfProcess = (): string => join(tmpdir(), `tallystick-${process.pid}`, 'card-files');
