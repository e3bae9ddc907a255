/** An address as it may be shown: whatever stands in it as a password is starred. Text that is no address stays as it is. */
export const withoutPassword = (address: string): string =>
  address.replace(/(:\/\/[^:/@]*):[^@/]*@/, '$1:***@').replace(/([?&]password=)[^&]*/g, '$1***');

/** Why a server could not be reached, in the words of whoever tried; a name with several addresses fails once for each. */
export function connectionProblem(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(connectionProblem).join('; ');
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}
