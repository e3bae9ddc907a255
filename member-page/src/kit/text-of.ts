/** What a person wrote into a field, without blanks around it. */
export function textOf(form: HTMLFormElement, field: string): string {
  const written = new FormData(form).get(field);
  return typeof written === 'string' ? written.trim() : '';
}
