import { promotionKindListSchema } from '../../../../../contract/promotions.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import { describeKinds } from '../describe-kinds.ts';

/** `GET /v1/promotion-kinds` */
export const listPromotionKinds = () => {
  const items = [...describeKinds()];
  return endpoint({
    method: 'GET',
    path: '/v1/promotion-kinds',
    summary: 'List the kinds of conditions and effects',
    description: 'Each describes its parameters as JSON Schema, so that a form can be drawn from it.',
    scope: 'promotions:read',
    tags: ['promotions'],
    answers: { 200: promotionKindListSchema },
    refusals: [],
    handler: () => ({ status: 200 as const, body: { items } }),
  });
};
