import { statement } from '../../../platform/database/sql.ts';

export const selectSettingsRevision = statement<{ revision: bigint }>(
  'programs.selectSettingsRevision',
  'select revision from programs.settings_revision',
);
