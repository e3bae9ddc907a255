import { defineRefusals } from '../../kernel/refusal.ts';

const wrongInput = { status: 422, till: 'error', retry: 'changed' } as const;
const notFound = { status: 404, till: 'error', retry: 'changed' } as const;
const taken = { status: 409, till: 'error', retry: 'changed' } as const;
const conflict = { status: 409, till: 'error', retry: 'never' } as const;
const notAllowed = { status: 403, till: 'error', retry: 'never' } as const;
const notKnown = { status: 401, till: 'error', retry: 'never' } as const;

/** What this room refuses. */
export const staffRefusals = defineRefusals({
  'staff.person.email_malformed': {
    ...wrongInput,
    text: { en: 'This is not an e-mail address.', es: 'Esta no es una dirección de correo.' },
  },
  'staff.person.email_taken': {
    ...taken,
    text: { en: 'Somebody has this e-mail address already.', es: 'Alguien ya tiene esta dirección de correo.' },
  },
  'staff.person.not_found': { ...notFound, text: { en: 'There is no such person.', es: 'No existe esa persona.' } },
  'staff.person.has_left': {
    ...conflict,
    text: { en: 'This person has left and does not come back.', es: 'Esta persona se ha ido y no vuelve.' },
  },
  'staff.person.is_oneself': {
    ...notAllowed,
    text: { en: 'Nobody does this to himself.', es: 'Nadie se hace esto a sí mismo.' },
  },
  'staff.person.not_invited': {
    ...conflict,
    text: {
      en: 'This person has accepted the invitation already, or may not.',
      es: 'Esta persona ya aceptó la invitación, o no puede.',
    },
  },
  'staff.person.not_active': {
    ...notAllowed,
    text: { en: 'This person may not work here now.', es: 'Esta persona no puede trabajar aquí ahora.' },
  },
  'staff.person.not_for_bound': {
    ...notAllowed,
    text: {
      en: 'People and roles belong to the whole tenant; you speak for a part of it.',
      es: 'Las personas y los roles son de toda la empresa; usted habla por una parte.',
    },
  },
  'staff.role.code_malformed': {
    ...wrongInput,
    text: {
      en: 'A code has 2 to 31 small letters, digits and dashes and begins with a letter.',
      es: 'Un código tiene de 2 a 31 letras minúsculas, cifras y guiones y empieza por una letra.',
    },
  },
  'staff.role.not_found': {
    ...notFound,
    text: { en: 'There is no role {role}.', es: 'No existe el rol {role}.' },
  },
  'staff.role.unknown_permission': {
    ...wrongInput,
    text: { en: 'There is no permission "{permission}".', es: 'No existe el permiso «{permission}».' },
  },
  'staff.role.unknown_unit': {
    ...wrongInput,
    text: { en: 'There is no unit {unit}.', es: 'No existe la unidad {unit}.' },
  },
  'staff.role.beyond_own': {
    ...notAllowed,
    text: {
      en: 'This goes beyond what you may do yourself.',
      es: 'Esto va más allá de lo que puede hacer usted.',
    },
  },
  'staff.role.limits_lost': {
    ...wrongInput,
    text: {
      en: 'Two limits speak of the same kind and unit.',
      es: 'Dos límites hablan del mismo tipo y unidad.',
    },
  },
  'staff.grant.not_found': { ...notFound, text: { en: 'There is no such grant.', es: 'No existe esa concesión.' } },
  'staff.grant.place_not_found': {
    ...notFound,
    text: { en: 'There is no {scope} {place}.', es: 'No existe {scope} {place}.' },
  },
  'staff.grant.already_expired': {
    ...wrongInput,
    text: { en: 'The end has already passed.', es: 'El fin ya ha pasado.' },
  },
  'staff.grant.exists': {
    ...taken,
    text: { en: 'The person has this role there already.', es: 'La persona ya tiene ese rol allí.' },
  },
  'staff.approval.not_found': {
    ...notFound,
    text: { en: 'There is no such request for approval.', es: 'No existe esa solicitud de aprobación.' },
  },
  'staff.approval.decided': {
    ...conflict,
    text: { en: 'This has been decided already: {state}.', es: 'Esto ya está decidido: {state}.' },
  },
  'staff.approval.expired': {
    ...conflict,
    text: { en: 'Nobody decided this in time; ask again.', es: 'Nadie lo decidió a tiempo; solicítelo de nuevo.' },
  },
  'staff.approval.needs_second_person': {
    ...notAllowed,
    text: {
      en: 'Somebody else has to approve what you asked for.',
      es: 'Otra persona debe aprobar lo que usted solicitó.',
    },
  },
  'staff.approval.same_hand': {
    ...notAllowed,
    text: {
      en: "One of you two invited the other, changed the other in the last {hours} hours, or issued the other's key, or somebody did so for both. Somebody independent has to approve.",
      es: 'Uno de ustedes invitó o cambió al otro en las últimas {hours} horas, o emitió su clave, o alguien lo hizo por los dos. Debe aprobarlo alguien independiente.',
    },
  },
  'staff.approval.needs_authenticator': {
    ...notAllowed,
    text: {
      en: 'To approve you need an authenticator app, set up by yourself at least {hours} hours ago.',
      es: 'Para aprobar necesita una aplicación de autenticación, configurada por usted hace al menos {hours} horas.',
    },
  },
  'staff.approval.asker_gone': {
    ...conflict,
    text: {
      en: 'Who asked for this may not work here any more: the request is withdrawn.',
      es: 'Quien lo solicitó ya no puede trabajar aquí: la solicitud queda retirada.',
    },
  },
  'staff.approval.decider_gone': {
    ...notAllowed,
    text: {
      en: 'You may not decide any more: your right was taken away or your key has ended.',
      es: 'Usted ya no puede decidir: se le quitó el permiso o su clave terminó.',
    },
  },
  'staff.approval.asker_key_ended': {
    ...conflict,
    text: {
      en: 'The key by which this was asked for was revoked or has ended since: the request is withdrawn.',
      es: 'La clave con la que se solicitó se revocó o terminó desde entonces: la solicitud queda retirada.',
    },
  },
  'staff.approval.asker_right_lost': {
    ...conflict,
    text: {
      en: 'Who asked for this may not do it any more, since the permission {permission} was taken away, ended or reaches less far: the request is withdrawn.',
      es: 'Quien lo solicitó ya no puede hacerlo, porque el permiso {permission} se le quitó, terminó o llega menos lejos: la solicitud queda retirada.',
    },
  },
  'staff.approval.effect_changed': {
    ...conflict,
    text: {
      en: 'It would do something else now than when it was asked for. Decline it and have it asked for again.',
      es: 'Ahora haría algo distinto de lo que se solicitó. Rechácelo y que se solicite de nuevo.',
    },
  },
  'staff.policy.changed': {
    ...conflict,
    text: {
      en: 'The rules have changed since this was asked for. Ask again.',
      es: 'Las reglas han cambiado desde que se pidió esto. Pídalo de nuevo.',
    },
  },
  'staff.approval.needs_person': {
    ...notAllowed,
    text: {
      en: 'Only a person may approve; this credential belongs to nobody.',
      es: 'Solo una persona puede aprobar; esta credencial no es de nadie.',
    },
  },
  'staff.approval.beyond_limit': {
    ...notAllowed,
    text: {
      en: 'This is more than your role may approve.',
      es: 'Esto es más de lo que su rol puede aprobar.',
    },
  },
  'staff.approval.permission_missing': {
    ...notAllowed,
    text: {
      en: 'To approve this you need the permission {permission}.',
      es: 'Para aprobar esto necesita el permiso {permission}.',
    },
  },
  'staff.approval.reference_reused': {
    ...conflict,
    text: {
      en: 'This reference asked for something else before.',
      es: 'Esta referencia ya solicitó otra cosa.',
    },
  },
  'staff.signin.wrong': {
    ...notKnown,
    text: {
      en: 'E-mail address, password or code is wrong.',
      es: 'La dirección de correo, la contraseña o el código no es correcto.',
    },
  },
  'staff.signin.too_many_tries': {
    status: 429,
    till: 'error',
    retry: 'later',
    text: {
      en: 'Too many tries. Wait {retryAfter} seconds.',
      es: 'Demasiados intentos. Espere {retryAfter} segundos.',
    },
  },
  'staff.session.missing': {
    ...notKnown,
    text: { en: 'Sign in first.', es: 'Inicie sesión primero.' },
  },
  'staff.session.ended': {
    ...notKnown,
    text: { en: 'Your session is over. Sign in again.', es: 'Su sesión ha terminado. Inicie sesión de nuevo.' },
  },
  'staff.session.other_device': {
    ...notKnown,
    text: {
      en: 'This session belongs to another device. Sign in again.',
      es: 'Esta sesión es de otro dispositivo. Inicie sesión de nuevo.',
    },
  },
  'staff.session.not_found': { ...notFound, text: { en: 'There is no such session.', es: 'No existe esa sesión.' } },
  'staff.session.forged': {
    ...notAllowed,
    text: {
      en: 'This request did not come from the portal.',
      es: 'Esta solicitud no viene del portal.',
    },
  },
  'staff.session.second_factor_missing': {
    ...notKnown,
    text: { en: 'Give the code of your second factor.', es: 'Indique el código de su segundo factor.' },
  },
  'staff.session.step_up_needed': {
    ...notAllowed,
    text: {
      en: 'Confirm with a fresh code of your second factor first.',
      es: 'Confirme antes con un código nuevo de su segundo factor.',
    },
  },
  'staff.session.place_unclear': {
    ...notAllowed,
    text: {
      en: 'You may do this in several places; say for which with the header acting-for.',
      es: 'Puede hacer esto en varios lugares; diga para cuál con la cabecera acting-for.',
    },
  },
  'staff.session.beyond_place': {
    ...notAllowed,
    text: {
      en: 'Your role does not reach so far: it holds for {place} only.',
      es: 'Su rol no llega hasta ahí: solo vale para {place}.',
    },
  },
  'staff.password.too_short': {
    ...wrongInput,
    text: { en: 'A password has at least {min} characters.', es: 'Una contraseña tiene al menos {min} caracteres.' },
  },
  'staff.password.too_long': {
    ...wrongInput,
    text: { en: 'A password has at most {max} characters.', es: 'Una contraseña tiene como máximo {max} caracteres.' },
  },
  'staff.password.common': {
    ...wrongInput,
    text: {
      en: 'Others guess this password at once. Take another.',
      es: 'Cualquiera adivina esta contraseña. Elija otra.',
    },
  },
  'staff.link.unknown': {
    ...notFound,
    text: {
      en: 'This link was used, has ended, or never was.',
      es: 'Este enlace ya se usó, ha terminado o nunca existió.',
    },
  },
  'staff.second_factor.missing': {
    ...conflict,
    text: { en: 'No second factor is being set up.', es: 'No se está configurando ningún segundo factor.' },
  },
  'staff.second_factor.is_totp': {
    ...conflict,
    text: {
      en: 'You have an authenticator: take a code of it.',
      es: 'Usted tiene un autenticador: use un código suyo.',
    },
  },
  'staff.second_factor.wrong': {
    ...wrongInput,
    text: { en: 'This code is wrong or was used.', es: 'Este código no es correcto o ya se usó.' },
  },
});
