import type { z } from 'zod';
import type {
  messageSchema,
  previewSchema,
  senderSchema,
  suppressionSchema,
  templateSchema,
} from '../../../contract/notifications.ts';

export type Sender = z.output<typeof senderSchema>;
export type Message = z.output<typeof messageSchema>;
export type Template = z.output<typeof templateSchema>;
export type Suppression = z.output<typeof suppressionSchema>;
export type Previewed = z.output<typeof previewSchema>;
export type Kind = Sender['kind'];
