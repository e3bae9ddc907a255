import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Broken, NotFound } from './shell/not-found.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Shell });

/** A screen of the portal, loaded when it is first opened. Filters live in the address as they are typed. */
const screen = <Path extends string>(path: Path, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load as never, name as never),
    validateSearch: (search: Record<string, unknown>) => search,
  });

const routes = [
  screen('/', () => import('./start/start-page.tsx'), 'StartPage'),
  screen('/members', () => import('./members/members-page.tsx'), 'MembersPage'),
  screen('/members/$member', () => import('./member/member-page.tsx'), 'MemberPage'),
  screen('/operations', () => import('./transactions/operations-page.tsx'), 'OperationsPage'),
  screen('/operations/files', () => import('./transactions/files-page.tsx'), 'OperationFilesPage'),
  screen('/operations/$operation', () => import('./operation/operation-page.tsx'), 'OperationPage'),
  screen('/health', () => import('./health/health-page.tsx'), 'HealthPage'),
  screen('/cards', () => import('./cards/ranges-page.tsx'), 'RangesPage'),
  screen('/cards/ranges/$code', () => import('./cards/range-page.tsx'), 'RangePage'),
  screen('/cards/batches', () => import('./cards/batches-page.tsx'), 'BatchesPage'),
  screen('/cards/batches/$batch', () => import('./cards/batch-page.tsx'), 'BatchPage'),
  screen('/cards/make', () => import('./cards/make-page.tsx'), 'MakePage'),
  screen('/cards/files', () => import('./cards/files-page.tsx'), 'FilesPage'),
  screen('/cards/files/new', () => import('./cards/new-file-page.tsx'), 'NewFilePage'),
  screen('/cards/files/$file', () => import('./cards/file-page.tsx'), 'FilePage'),
  screen('/cards/suspensions', () => import('./cards/suspensions-page.tsx'), 'SuspensionsPage'),
  screen('/gift-cards', () => import('./gift-cards/desk-page.tsx'), 'DeskPage'),
  screen('/gift-cards/desk/$card', () => import('./gift-cards/gift-card-page.tsx'), 'GiftCardPage'),
  screen('/gift-cards/deliveries', () => import('./gift-cards/deliveries-page.tsx'), 'DeliveriesPage'),
  screen('/gift-cards/rates', () => import('./gift-cards/rates-page.tsx'), 'RatesPage'),
  screen('/programs', () => import('./programs/programs-page.tsx'), 'ProgramsPage'),
  screen('/programs/$program', () => import('./programs/program-page.tsx'), 'ProgramPage'),
  screen('/programs/$program/funding/$contract', () => import('./funding/contract-page.tsx'), 'ContractPage'),
  screen('/partners', () => import('./partners/partners-page.tsx'), 'PartnersPage'),
  screen('/partners/outlets', () => import('./partners/outlets-page.tsx'), 'OutletsPage'),
  screen('/partners/outlets/$outlet', () => import('./partners/outlet-page.tsx'), 'OutletPage'),
  screen('/partners/credentials', () => import('./partners/credentials-page.tsx'), 'CredentialsPage'),
  screen('/partners/connect', () => import('./partners/connect-page.tsx'), 'ConnectPage'),
  screen('/partners/webhooks', () => import('./partners/webhooks-page.tsx'), 'WebhooksPage'),
  screen('/partners/webhooks/$webhook', () => import('./partners/webhook-page.tsx'), 'WebhookPage'),
  screen('/partners/processors', () => import('./processors/processors-page.tsx'), 'ProcessorsPage'),
  screen('/partners/processors/$processor', () => import('./processors/processor-page.tsx'), 'ProcessorPage'),
  screen('/messages', () => import('./messages/messages-page.tsx'), 'MessagesPage'),
  screen('/messages/templates', () => import('./messages/templates-page.tsx'), 'TemplatesPage'),
  screen('/messages/suppressions', () => import('./messages/suppressions-page.tsx'), 'SuppressionsPage'),
  screen('/messages/senders', () => import('./messages/senders-page.tsx'), 'SendersPage'),
  screen('/gift-cards/delivery', () => import('./gift-cards/delivery-settings-page.tsx'), 'DeliverySettingsPage'),
  screen('/approvals', () => import('./approvals/approvals-page.tsx'), 'ApprovalsPage'),
  screen('/approvals/$approval', () => import('./approvals/approval-page.tsx'), 'ApprovalPage'),
  screen('/people', () => import('./people/people-page.tsx'), 'PeoplePage'),
  screen('/people/$person', () => import('./people/person-page.tsx'), 'PersonPage'),
  screen('/people/roles', () => import('./people/roles-page.tsx'), 'RolesPage'),
  screen('/people/policy', () => import('./people/policy-page.tsx'), 'PolicyPage'),
  screen('/people/audit', () => import('./people/audit-page.tsx'), 'AuditPage'),
  screen('/people/me', () => import('./people/me-page.tsx'), 'MePage'),
  screen('/signals', () => import('./signals/signals-page.tsx'), 'SignalsPage'),
  screen('/signals/$signal', () => import('./signals/signal-page.tsx'), 'SignalPage'),
  screen('/promotions', () => import('./promotions/promotions-page.tsx'), 'PromotionsPage'),
  screen('/promotions/one/$promotion', () => import('./promotions/promotion-page.tsx'), 'PromotionPage'),
  screen('/promotions/drafts', () => import('./promotions/drafts-page.tsx'), 'DraftsPage'),
  screen('/promotions/drafts/$draft', () => import('./promotions/draft-page.tsx'), 'DraftPage'),
  screen('/promotions/versions', () => import('./promotions/versions-page.tsx'), 'VersionsPage'),
  screen('/promotions/calendar', () => import('./promotions/calendar-page.tsx'), 'CalendarPage'),
  screen('/promotions/budgets', () => import('./promotions/budgets-page.tsx'), 'BudgetsPage'),
  screen('/promotions/coupons', () => import('./coupons/coupons-page.tsx'), 'CouponsPage'),
  screen('/promotions/coupons/$series', () => import('./coupons/series-page.tsx'), 'SeriesPage'),
  screen('/promotions/simulations', () => import('./promotions/simulations-page.tsx'), 'SimulationsPage'),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Broken,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
