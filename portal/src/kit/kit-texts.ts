import { texts } from './texts.ts';

export const kitTexts = texts(
  {
    copy: 'Copy',
    copied: 'Copied',
    effect: 'What will change',
    cancel: 'Cancel',
    close: 'Close',
    again: 'Try again',
    noAnswer: 'No answer',
    none: 'none',
    yes: 'yes',
    no: 'no',
  },
  {
    copy: 'Copiar',
    copied: 'Copiado',
    effect: 'Qué va a cambiar',
    cancel: 'Cancelar',
    close: 'Cerrar',
    again: 'Intentar de nuevo',
    noAnswer: 'Sin respuesta',
    none: 'ninguno',
    yes: 'sí',
    no: 'no',
  },
);
