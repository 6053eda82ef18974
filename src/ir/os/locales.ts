/** Whether the C library has a locale without generating it (Debian since 11; locale(7)). */
export function isBuiltInLocale(locale: string): boolean {
  return locale === "C" || locale === "POSIX" || locale === "C.UTF-8";
}
