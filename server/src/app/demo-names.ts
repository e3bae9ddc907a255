import type { RulebookInput } from '../rooms/promotions/index.ts';

type Name = { readonly en: string; readonly es: string };

/** What the promotions of the demo are called: by these names people know them, on screens and on the member's page. */
const NAMES: Readonly<Record<string, Name>> = {
  'double-dairy': { en: 'Double on dairy', es: 'Doble en lácteos' },
  'triple-fruit': { en: 'Triple on fruit', es: 'Triple en fruta' },
  'more-for-own-brand': { en: 'More for our own brand', es: 'Más por nuestra marca' },
  'happy-hour': { en: 'Happy hour', es: 'La hora feliz' },
  'wednesday-double': { en: 'Double Wednesday', es: 'Miércoles doble' },
  silver: { en: 'Silver members earn more', es: 'El nivel plata gana más' },
  gold: { en: 'Gold members earn more', es: 'El nivel oro gana más' },
  'city-outlets': { en: 'More in the city', es: 'Más en la ciudad' },
  'app-orders': { en: 'Ordered by the app', es: 'Pedidos por la app' },
  welcome: { en: 'Welcome', es: 'Bienvenida' },
  'tenth-purchase': { en: 'Every tenth purchase', es: 'Cada décima compra' },
  'big-basket': { en: 'Big basket', es: 'Cesta grande' },
  'very-big-basket': { en: 'Very big basket', es: 'Cesta muy grande' },
  'brand-alba': { en: 'Two of Alba', es: 'Dos de Alba' },
  'coffee-stamps': { en: 'Points for each coffee', es: 'Puntos por cada café' },
  breakfast: { en: 'Breakfast', es: 'Desayuno' },
  'pet-friends': { en: 'For who has a pet', es: 'Para quien tiene mascota' },
  'christmas-promo-points': { en: 'Christmas points', es: 'Puntos de Navidad' },
  students: { en: 'Students on campus', es: 'Estudiantes en el campus' },
};

/** The same rules, with names for those that have none. */
export const withDemoNames = (rules: RulebookInput): RulebookInput => ({
  ...rules,
  promotions: rules.promotions.map((one) => {
    const name = one.name ?? NAMES[one.code];
    return name === undefined ? one : { ...one, name };
  }),
});
