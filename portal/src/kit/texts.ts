/** The same keys with other words. */
type Same<Words> = { readonly [Key in keyof Words]: Words[Key] extends string ? string : Same<Words[Key]> };

/** The words of a screen in both languages; the second has exactly the keys of the first. */
export const texts = <const English extends object>(en: English, es: Same<English>) => ({ en, es });
