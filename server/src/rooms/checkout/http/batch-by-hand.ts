import { assert } from '../../../kernel/assert.ts';
import type { Endpoint, EndpointAnswer, EndpointRequest, HandlerOutcome } from '../../../platform/http/endpoint.ts';
import { refusalOfError, type InputRefusal } from '../../../platform/http/problem.ts';
import type { Principal } from '../../partners/index.ts';
import { actOrAsk } from '../../staff/index.ts';
import { claimReceiptEndpoint } from './claim-receipt.ts';
import { confirmSaleEndpoint } from './confirm-sale.ts';
import { unknownOperation, withBody } from './read-batch.ts';
import { returnGoodsEndpoint } from './return-goods.ts';
import type { CheckoutRouteDeps } from './room-endpoint.ts';
import { voidSaleEndpoint } from './void-sale.ts';

type Asked = Pick<EndpointRequest<Principal>, 'principal' | 'address' | 'requestId' | 'language'>;

const ENDPOINTS: Readonly<Record<string, ((deps: CheckoutRouteDeps) => Endpoint<Principal>) | undefined>> = {
  sale: confirmSaleEndpoint,
  return: returnGoodsEndpoint,
  void: voidSaleEndpoint,
  claim: claimReceiptEndpoint,
};

/**
 * Operations of a batch that a person sends, one after the other: each is done or waits for a second person as if it had come alone, so that
 * what nobody may alone does not go through the door for many.
 */
export async function batchByHand(
  deps: CheckoutRouteDeps,
  asked: Asked,
  operations: readonly Readonly<Record<string, unknown>>[],
): Promise<(EndpointAnswer | InputRefusal)[]> {
  const answers: (EndpointAnswer | InputRefusal)[] = [];
  for (const { op, ...body } of operations) {
    const endpoint = typeof op === 'string' && Object.hasOwn(ENDPOINTS, op) ? ENDPOINTS[op]?.(deps) : undefined;
    answers.push(endpoint ? await actOrRefuse(deps, endpoint, asked, body) : unknownOperation());
  }
  return answers;
}

async function actOrRefuse(
  deps: CheckoutRouteDeps,
  endpoint: Endpoint<Principal>,
  asked: Asked,
  body: unknown,
): Promise<HandlerOutcome | InputRefusal> {
  const { body: schema } = endpoint;
  assert(schema !== undefined, 'every operation of a batch has a body');
  const said = { ...asked, params: undefined, query: undefined, clientReference: undefined };
  try {
    return await withBody(schema, body, (valid) => actOrAsk(deps, endpoint, { ...said, body: valid }));
  } catch (error) {
    // What was thrown for one operation does not hide the answers of the others.
    deps.log.error({ err: error, requestId: asked.requestId }, 'an operation of a batch failed');
    return refusalOfError(error);
  }
}
