import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { claimReceiptEndpoint } from './claim-receipt.ts';
import { confirmSaleEndpoint } from './confirm-sale.ts';
import { explainOperationEndpoint } from './explain-operation.ts';
import { getOperationEndpoint } from './get-operation.ts';
import { listExceptionsEndpoint } from './list-exceptions.ts';
import { listOperationsEndpoint } from './list-operations.ts';
import { quoteRescoreEndpoint, rescoreReceiptEndpoint } from './rescore-receipt.ts';
import { quoteSaleEndpoint } from './quote-sale.ts';
import { quoteReturnEndpoint, returnGoodsEndpoint } from './return-goods.ts';
import type { CheckoutRouteDeps } from './room-endpoint.ts';
import { submitBatchEndpoint } from './submit-batch.ts';
import { voidSaleEndpoint } from './void-sale.ts';

/** The endpoints of this room. */
export const checkoutRoutes = (deps: CheckoutRouteDeps): readonly Endpoint<Principal>[] => [
  quoteSaleEndpoint(deps),
  confirmSaleEndpoint(deps),
  quoteReturnEndpoint(deps),
  returnGoodsEndpoint(deps),
  voidSaleEndpoint(deps),
  claimReceiptEndpoint(deps),
  quoteRescoreEndpoint(deps),
  rescoreReceiptEndpoint(deps),
  submitBatchEndpoint(deps),
  listOperationsEndpoint(deps),
  getOperationEndpoint(deps),
  explainOperationEndpoint(deps),
  listExceptionsEndpoint(deps),
];
