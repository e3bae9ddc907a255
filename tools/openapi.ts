import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VERSION } from '../server/src/app/api.ts';
import { refusalCatalogue } from '../server/src/app/refusal-catalogue.ts';
import { tagSentences } from '../server/src/app/tag-sentences.ts';
import { openApiOf } from '../server/src/platform/http/openapi.ts';
import { readEndpoints } from './endpoints.ts';
import { root } from './source-files.ts';

// Writes docs/reference/openapi.json from the endpoints themselves. With --check it writes nothing and fails where the committed
// file says something else.

const path = join(root, 'docs/reference/openapi.json');

const { endpoints } = await readEndpoints();
const text = `${JSON.stringify(openApiOf(endpoints, refusalCatalogue, { version: VERSION, tagSentences }), undefined, 1)}\n`;

if (!process.argv.includes('--check')) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`docs/reference/openapi.json has ${endpoints.length} endpoints.`);
} else if (existsSync(path) && readFileSync(path, 'utf8') === text) {
  console.log(`docs/reference/openapi.json describes the ${endpoints.length} endpoints.`);
} else {
  console.error('docs/reference/openapi.json is not what the endpoints say; run tools/openapi.ts');
  process.exitCode = 1;
}
