import { texts } from './texts.ts';

export const kitTexts = texts(
  {
    copy: 'Copy',
    copied: 'Copied',
    effect: 'What will change',
    cancel: 'Cancel',
    lost: 'No line to the server. What you typed stays; it is asked again when the line is back.',
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
    lost: 'Sin conexión con el servidor. Lo escrito se conserva; se vuelve a preguntar cuando haya conexión.',
    close: 'Cerrar',
    again: 'Intentar de nuevo',
    noAnswer: 'Sin respuesta',
    none: 'ninguno',
    yes: 'sí',
    no: 'no',
  },
);
