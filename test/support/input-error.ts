/** For `toThrow`: an InputError with this message, whatever its cause. */
export function inputError(message: string): Error {
  return expect.objectContaining({ name: 'InputError', message }) as Error;
}
