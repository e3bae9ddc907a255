// Real calls of the endpoints that write and that no walk of places makes: each prepares what it needs, and gives what is asked.

import { deskCalls } from './desk-calls.ts';
import { settingsCalls } from './settings-calls.ts';
import { stockCalls } from './stock-calls.ts';
import type { TracedCalls } from './traced-call.ts';

export const tracedCalls: TracedCalls = { ...stockCalls, ...settingsCalls, ...deskCalls };
