import { credentialPageSchema } from '../../../../../contract/partners.ts';
import { pageQuery } from '../../../../../contract/common.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { settingsPage } from '../../programs/index.ts';
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
      const after = query.cursor === undefined ? 0n : credentialOfToken(tokens, query.cursor);
      if (after === undefined) return refuse('http.cursor.malformed');
      const settings = partners.settings();
      const left = settings
        .credentialsOf(principal.tenant)
        .filter((one) => one.credential > after && mayConfigureCredential(settings, principal, one));
      const key = ({ credential }: { credential: bigint }) => credentialToken(tokens, credential);
      return {
        status: 200 as const,
        body: settingsPage(left, query.limit, { key, show: credentialBody(settings, tokens) }),
      };
    },
  });
