/** Holds the session of somebody who signed in; and, while that is under way, the state of it. */
export const SESSION_COOKIE = 'caskwright_session';
export const SIGN_IN_COOKIE = 'caskwright_sign_in';

/** The value of a cookie in a `Cookie` header; the first one where there are several. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** A `Set-Cookie` header that scripts cannot read and other sites' forms do not send; 0 seconds removes the cookie. */
export function writeCookie(name: string, value: string, seconds: number, isSecure: boolean): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`;
}
