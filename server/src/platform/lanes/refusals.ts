import { defineRefusals } from '../../kernel/refusal.ts';

/** What the lane machine itself may answer, whatever the operation. */
export const lanesRefusals = defineRefusals({
  'operation.reference_missing': {
    status: 400,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'Name the operation: send "reference" in the body, or the Idempotency-Key header.',
      es: 'Dé un nombre a la operación: envíe «reference» en el cuerpo o la cabecera Idempotency-Key.',
    },
  },
  'operation.reference_differs': {
    status: 400,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The reference in the body and the Idempotency-Key header are not the same.',
      es: 'La referencia del cuerpo y la cabecera Idempotency-Key no son iguales.',
    },
  },
  'operation.reference_reused': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'This reference was used before for an operation with another content.',
      es: 'Esta referencia ya se usó para una operación con otro contenido.',
    },
  },
  'operation.voided_before': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This reference was voided before the operation arrived; nothing was booked.',
      es: 'Esta referencia se anuló antes de que llegara la operación; no se ha registrado nada.',
    },
  },
  'operation.owner_moving': {
    status: 503,
    till: 'retry',
    retry: 'later',
    text: {
      en: 'The account is being moved. Nothing was booked; send the same operation again.',
      es: 'La cuenta se está moviendo. No se ha registrado nada; envíe de nuevo la misma operación.',
    },
  },
  'operation.not_taken': {
    status: 503,
    till: 'retry',
    retry: 'later',
    text: {
      en: 'The server is too busy to take the operation. Nothing was booked; send it again.',
      es: 'El servidor está demasiado ocupado para aceptar la operación. No se ha registrado nada; envíela de nuevo.',
    },
  },
});
