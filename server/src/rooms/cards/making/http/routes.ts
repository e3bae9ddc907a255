import type { Endpoint } from '../../../../platform/http/endpoint.ts';
import type { Principal } from '../../../partners/index.ts';
import { abandonFile, confirmFileByCode, sendFileCode } from './confirm-file.ts';
import { downloadCards } from './download-cards.ts';
import { openCardLinks, revokeCardLinks, sendCardLink, sendMadeCards } from './hand-out.ts';
import { listCardLinks } from './list-links.ts';
import { orderCards } from './order-cards.ts';
import { getContact, putContact } from './registered-address.ts';
import type { MakingRouteDeps } from './room-endpoint.ts';
import { downloadErrors, listErrors } from './show-errors.ts';
import { getFile, listFiles } from './show-files.ts';
import { downloadTemplate, showFormat } from './show-format.ts';
import { uploadFile } from './upload-file.ts';

/** The endpoints of making cards by file, form and program. */
export const makingRoutes = (deps: MakingRouteDeps): readonly Endpoint<Principal>[] => [
  showFormat(),
  downloadTemplate(),
  uploadFile(deps),
  listFiles(deps),
  getFile(deps),
  listErrors(deps),
  downloadErrors(deps),
  sendFileCode(deps),
  confirmFileByCode(deps),
  abandonFile(deps),
  downloadCards({ ...deps, decimalsOf: (unit) => deps.programs.settings().unit(unit).decimals }),
  getContact(deps),
  putContact(deps),
  orderCards(deps),
  openCardLinks(deps),
  listCardLinks(deps),
  revokeCardLinks(deps),
  sendCardLink(deps),
  sendMadeCards(deps),
];
