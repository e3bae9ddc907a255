import type { Socket } from 'node:net';
import { refuse } from '../../kernel/refusal.ts';
import { createRefusalCatalogue } from './catalogue.ts';
import { PROBLEM_MEDIA_TYPE, problemOf } from './problem.ts';

const catalogue = createRefusalCatalogue();

/** Answers bytes that are no HTTP request, or a request whose head is too large or too slow, and hangs up. */
export const answerBrokenRequest = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problemOf(refuse('http.request.malformed'), catalogue));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: ${PROBLEM_MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
};
