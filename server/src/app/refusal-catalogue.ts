import { createRefusalCatalogue } from '../platform/http/catalogue.ts';
import { kernelRefusals } from '../kernel/refusals.ts';
import { lanesRefusals } from '../platform/lanes/index.ts';
import { guardRefusals } from '../platform/guard/index.ts';
import { repeatsRefusals } from '../platform/repeats/index.ts';
import { programRefusals } from '../rooms/programs/index.ts';
import { partnerRefusals } from '../rooms/partners/index.ts';
import { notificationsRefusals } from '../rooms/notifications/index.ts';
import { membersRefusals } from '../rooms/members/index.ts';
import { cardsRefusals, makingRefusals } from '../rooms/cards/index.ts';
import { pointsRefusals } from '../rooms/points/index.ts';
import { giftcardsRefusals } from '../rooms/giftcards/index.ts';
import { fraudRefusals } from '../rooms/fraud/index.ts';
import { fundingRefusals } from '../rooms/funding/index.ts';
import { processorsRefusals } from '../rooms/processors/index.ts';
import { couponsRefusals, promotionsRefusals, versionsRefusals } from '../rooms/promotions/index.ts';
import { simulationRefusals } from '../rooms/simulation/index.ts';
import { tiersRefusals } from '../rooms/tiers/index.ts';
import { segmentsRefusals } from '../rooms/segments/index.ts';
import { checkoutRefusals } from '../rooms/checkout/index.ts';
import { occasionsRefusals } from '../rooms/occasions/index.ts';
import { deliveryRefusals } from '../rooms/delivery/index.ts';
import { memberPageRefusals } from '../rooms/memberpage/index.ts';
import { mergingRefusals } from '../rooms/merging/index.ts';
import { webhooksRefusals } from '../rooms/webhooks/index.ts';
import { reportsRefusals } from '../rooms/reports/index.ts';
import { staffRefusals } from '../rooms/staff/index.ts';

/** Every refusal of the program, by its dotted name. */
export const refusalCatalogue = createRefusalCatalogue(
  kernelRefusals,
  lanesRefusals,
  guardRefusals,
  repeatsRefusals,
  programRefusals,
  partnerRefusals,
  notificationsRefusals,
  membersRefusals,
  cardsRefusals,
  makingRefusals,
  pointsRefusals,
  giftcardsRefusals,
  fundingRefusals,
  fraudRefusals,
  processorsRefusals,
  promotionsRefusals,
  couponsRefusals,
  versionsRefusals,
  simulationRefusals,
  tiersRefusals,
  segmentsRefusals,
  checkoutRefusals,
  occasionsRefusals,
  deliveryRefusals,
  memberPageRefusals,
  mergingRefusals,
  webhooksRefusals,
  reportsRefusals,
  staffRefusals,
);
