import { credentialPageSchema } from '../../../../../contract/partners.ts';
import { pageQuery } from '../../../../../contract/common.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { mayConfigureCredential } from '../may-configure.ts';
import { credentialBody, credentialOfToken, credentialToken } from './credential-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `GET /v1/credentials` */
export const listCredentials = ({ partners, tokens }: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/credentials',
    summary: 'List the credentials, without their secrets',
    description: 'In the order in which they were made, revoked ones too.',
    scope: 'settings:read',
    tags: ['partners'],
    query: pageQuery,
    answers: { 200: credentialPageSchema },
    refusals: ['http.cursor.malformed'],
    handler: ({ principal, query }) => {
      let after = 0n;
      if (query.cursor !== undefined) {
        const cursor = decodeCursor(query.cursor, ['string']);
        const last = cursor.ok ? credentialOfToken(tokens, cursor.key[0]) : undefined;
        if (last === undefined) return refuse('http.cursor.malformed');
        after = last;
      }
      const settings = partners.settings();
      const left = settings
        .credentialsOf(principal.tenant)
        .filter((one) => one.credential > after && mayConfigureCredential(settings, principal, one));
      const body = pageOfRows(left, query.limit, credentialBody(settings, tokens), ({ credential }) => [
        credentialToken(tokens, credential),
      ]);
      return { status: 200 as const, body };
    },
  });
