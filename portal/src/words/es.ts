import { esPromotions } from './es-promotions.ts';
import { esPeople } from './es-people.ts';
import { esMessages } from './es-messages.ts';
import { esProcessors } from './es-processors.ts';
import { esPartners } from './es-partners.ts';
import { esPrograms } from './es-programs.ts';
import { esGiftCards } from './es-gift-cards.ts';
import { esCards } from './es-cards.ts';
import { esActs } from './es-acts.ts';
import type { Words } from './en.ts';

export const es: Words = {
  ...esPromotions,
  ...esPeople,
  ...esMessages,
  ...esProcessors,
  ...esPartners,
  ...esPrograms,
  ...esGiftCards,
  ...esCards,
  ...esActs,
  nav: {
    start: 'Inicio',
    members: 'Socios',
    operations: 'Operaciones',
    cards: 'Tarjetas',
    giftCards: 'Tarjetas regalo',
    promotions: 'Promociones',
    signals: 'Señales',
    programs: 'Programas',
    partners: 'Socios comerciales',
    messages: 'Mensajes',
    approvals: 'Aprobaciones',
    people: 'Personas y permisos',
    health: 'Estado',
  },
  shell: {
    menu: 'Lugares',
    account: 'Cuenta de {{name}}',
    sessionOver: 'Su sesión ha terminado. Inicie sesión para seguir donde estaba.',
    sessionWasOver: 'La sesión había terminado: no se ha hecho nada. Inicie sesión y vuelva a pulsar.',
    zone: 'Horas de {{zone}}',
    noAnswer: 'No hay línea. Nada de lo que escribió se ha perdido; inténtelo de nuevo.',
    signOut: 'Cerrar sesión',
    language: 'English',
    light: 'Colores claros',
    dark: 'Colores oscuros',
    lost: 'No hay línea con el servidor. Lo que escribió sigue aquí; continuamos en cuanto vuelva.',
    skip: 'Ir al contenido',
    notFound: 'Esta pantalla no existe',
    notFoundHint: 'La dirección puede ser antigua o estar mal escrita.',
    broken: 'Esta pantalla falló. Con eso no se registró nada.',
    toStart: 'Ir al inicio',
  },
  signIn: {
    title: 'Iniciar sesión',
    tenant: 'Empresa',
    email: 'Correo electrónico',
    password: 'Contraseña',
    go: 'Iniciar sesión',
    second: 'Un paso más',
    secondTotp: 'Los seis dígitos de su autenticador, o un código de recuperación',
    secondEmail: 'El código enviado a su correo electrónico',
    mailed: 'Un código está en camino a su correo electrónico.',
    sendAnother: 'Enviar otro',
    sendCode: 'Enviar un código',
    sent: 'El código está en camino.',
    sentAnother: 'Otro código está en camino; el anterior ya no vale.',
    confirm: 'Confirmar código',
  },
  list: {
    empty: 'Aún no hay nada.',
    noneFound: 'Nada cumple estos filtros.',
    more: 'Mostrar más',
    refused: 'Esto no se pudo mostrar',
  },
  members: {
    title: 'Socios',
    find: 'Teléfono, tarjeta, correo o nombre',
    name: 'Nombre',
    phone: 'Teléfono',
    since: 'Socio desde',
    id: 'Id',
    by: 'Hallado',
    empty:
      'Escriba un teléfono, un número de tarjeta completo o el comienzo de un apellido. Los socios se inscriben en caja, en la web, por fichero o aquí.',
  },
};
