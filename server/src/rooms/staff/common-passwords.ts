/**
 * Words that the lists of leaked passwords begin with, and those of this trade and these countries. Digits, signs and
 * letters written as digits do not count: `P@ssw0rd-2026` is one of them.
 */
export const COMMON_PASSWORDS: readonly string[] = [
  ...['password', 'passwort', 'contrasena', 'clave', 'secret', 'secreto', 'letmein', 'welcome', 'bienvenido'],
  ...['qwerty', 'qwertyuiop', 'qwertz', 'azerty', 'asdfgh', 'asdfghjkl', 'zxcvbnm', 'qazwsx', 'qweasd', 'abcdef'],
  ...['abcdefgh', 'abcabc', 'iloveyou', 'tequiero', 'teamo', 'monkey', 'dragon', 'master', 'sunshine', 'princess'],
  ...['princesa', 'football', 'baseball', 'futbol', 'realmadrid', 'barcelona', 'superman', 'batman', 'starwars'],
  ...['pokemon', 'shadow', 'michael', 'jennifer', 'charlie', 'computer', 'ordenador', 'internet', 'samsung', 'google'],
  ...['admin', 'administrator', 'administrador', 'root', 'user', 'usuario', 'login', 'guest', 'invitado', 'test'],
  ...['prueba', 'default', 'changeme', 'cambiame', 'trustno', 'whatever', 'freedom', 'summer', 'winter', 'spring'],
  ...['autumn', 'verano', 'invierno', 'primavera', 'otono', 'january', 'february', 'march', 'april', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december', 'enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio'],
  ...['julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre', 'monday', 'friday', 'lunes', 'viernes'],
  ...['loyalty', 'fidelidad', 'points', 'puntos', 'giftcard', 'tarjeta', 'regalo', 'tallystick', 'shop', 'tienda'],
  ...['correcthorsebatterystaple', 'hello', 'hola', 'flower', 'cheese', 'cookie', 'chocolate', 'butterfly', 'mariposa'],
];
