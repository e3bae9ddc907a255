import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { scopeSchema } from '../../../contract/partners.ts';
import { texts } from '../kit/texts.ts';

type Permission = z.infer<typeof scopeSchema>;
type Words = Readonly<Record<Permission, string>>;

/** What each permission lets somebody do; the type asks for words of a new one. Their names have colons, which keys of texts may not. */
const words = texts(
  {
    'sales:write': 'sell, quote, void and take back',
    'returns:write': 'take goods back',
    'members:read': 'see members',
    'members:write': 'enrol members and change them',
    'members:erase': 'export and erase members',
    'members:merge': 'merge members and part them',
    'cards:write': 'issue, block and replace cards',
    'cards:make': 'make cards',
    'cards:print': 'fetch print files',
    'points:read': 'see points',
    'points:adjust': 'give, take and freeze points',
    'occasions:write': 'tell occasions',
    'giftcards:load': 'load gift cards',
    'deliveries:write': 'send gift cards to phones',
    'deliveries:manage': 'see deliveries and end them',
    'deliveries:show': 'hand out links of cards',
    'promotions:read': 'see promotions',
    'promotions:write': 'draft and simulate promotions',
    'promotions:publish': 'publish promotions',
    'segments:read': 'see segments',
    'segments:write': 'change segments',
    'signals:read': 'see signals',
    'signals:review': 'review signals',
    'settings:read': 'see settings',
    'settings:write': 'change settings',
    'webhooks:write': 'set up webhooks',
    'messages:read': 'see messages',
    'messages:write': 'send and word messages',
    'journal:read': 'see operations',
    'staff:read': 'see people and roles',
    'staff:write': 'invite people and give roles',
    'approvals:read': 'see requests for approval',
    'approvals:decide': 'approve and decline',
    'audit:read': 'read the audit',
  } satisfies Words,
  {
    'sales:write': 'vender, cotizar, anular y aceptar devoluciones',
    'returns:write': 'aceptar devoluciones',
    'members:read': 'ver socios',
    'members:write': 'inscribir y cambiar socios',
    'members:erase': 'exportar y borrar socios',
    'members:merge': 'unir y separar socios',
    'cards:write': 'emitir, bloquear y sustituir tarjetas',
    'cards:make': 'crear tarjetas',
    'cards:print': 'descargar ficheros de impresión',
    'points:read': 'ver puntos',
    'points:adjust': 'dar, quitar y congelar puntos',
    'occasions:write': 'comunicar ocasiones',
    'giftcards:load': 'cargar tarjetas regalo',
    'deliveries:write': 'enviar tarjetas regalo a teléfonos',
    'deliveries:manage': 'ver envíos y terminarlos',
    'deliveries:show': 'repartir enlaces de tarjetas',
    'promotions:read': 'ver promociones',
    'promotions:write': 'redactar y simular promociones',
    'promotions:publish': 'publicar promociones',
    'segments:read': 'ver segmentos',
    'segments:write': 'cambiar segmentos',
    'signals:read': 'ver señales',
    'signals:review': 'revisar señales',
    'settings:read': 'ver ajustes',
    'settings:write': 'cambiar ajustes',
    'webhooks:write': 'configurar webhooks',
    'messages:read': 'ver mensajes',
    'messages:write': 'enviar y redactar mensajes',
    'journal:read': 'ver operaciones',
    'staff:read': 'ver personas y roles',
    'staff:write': 'invitar personas y dar roles',
    'approvals:read': 'ver solicitudes de aprobación',
    'approvals:decide': 'aprobar y rechazar',
    'audit:read': 'leer la auditoría',
  },
);

/** What a permission lets somebody do, in words; its name where it has none. */
export function usePermissionWord(): (permission: string) => string {
  const { i18n } = useTranslation();
  const told: Readonly<Record<string, string>> = i18n.language.startsWith('es') ? words.es : words.en;
  return (permission) => told[permission] ?? permission;
}
