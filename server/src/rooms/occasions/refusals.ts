import { defineRefusals } from '../../kernel/refusal.ts';

const declined = { status: 422, till: 'declined', retry: 'changed' } as const;
const error = { status: 400, till: 'error', retry: 'changed' } as const;

/** Everything that the room occasions may refuse. */
export const occasionsRefusals = defineRefusals({
  'occasions.occasion.own': {
    ...error,
    text: {
      en: 'The program sees {name} by itself: nobody tells it.',
      es: 'El programa ve {name} por sí mismo: nadie lo comunica.',
    },
  },
  'occasions.occasion.unanswered': {
    ...declined,
    text: {
      en: 'No promotion of {program} answers the occasion {name} at that moment.',
      es: 'Ninguna promoción de {program} responde a la ocasión {name} en ese momento.',
    },
  },
  'occasions.occasion.to_come': {
    ...declined,
    text: {
      en: 'The occasion is dated {occurredAt}, which is still to come.',
      es: 'La ocasión tiene fecha {occurredAt}, que aún no ha llegado.',
    },
  },
  'occasions.occasion.too_old': {
    ...declined,
    retry: 'never',
    text: {
      en: 'The occasion is dated {occurredAt}, more than {days} days ago.',
      es: 'La ocasión tiene fecha {occurredAt}, hace más de {days} días.',
    },
  },
  'occasions.occasion.unknown': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no such occasion.', es: 'No existe esa ocasión.' },
  },
  'occasions.occasion.reversed': {
    ...declined,
    retry: 'never',
    text: { en: 'The occasion was reversed already.', es: 'La ocasión ya fue revertida.' },
  },
  'occasions.member.not_joined': {
    ...declined,
    text: {
      en: 'The member has not joined {program}.',
      es: 'El socio no está inscrito en {program}.',
    },
  },
  'occasions.funding.exhausted': {
    ...declined,
    text: {
      en: 'Nothing is left of the contract {contract} that pays for the promotion {promotion}.',
      es: 'No queda nada del contrato {contract} que paga la promoción {promotion}.',
    },
  },
});
