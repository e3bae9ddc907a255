import { expect, test } from 'vitest';
import { connectionProblem, withoutPassword } from './address.ts';
import { openCopyClient } from './copy/reader.ts';

test('an address is shown without its password, wherever that stands', () => {
  expect(withoutPassword('postgres://me:secret@db.example:5432/books')).toBe('postgres://me:***@db.example:5432/books');
  expect(withoutPassword('postgres:///books?host=/tmp&password=secret&user=me')).toBe(
    'postgres:///books?host=/tmp&password=***&user=me',
  );
  expect(withoutPassword('/srv/tallystick/pg-2')).toBe('/srv/tallystick/pg-2');
});

test('a name that failed at each of its addresses says why at each', () => {
  expect(connectionProblem(new AggregateError([new Error('refused at one'), new Error('refused at two')]))).toBe(
    'refused at one; refused at two',
  );
});

test('a copy to where nobody answers says where that is, and why it failed', async () => {
  // Port 1 of this machine: nobody listens below the ports of services.
  const client = openCopyClient('postgres://me:secret@127.0.0.1:1/books', 'test');
  await expect(client).rejects.toThrow(
    'postgres://me:***@127.0.0.1:1/books cannot be reached: connect ECONNREFUSED 127.0.0.1:1',
  );
});
