// Words of somebody else's (a node's error, a token's name), made fit to be shown as such: one line, bounded, without
// anything that acts on the text around it, without addresses of endpoints.

/** Controls, surrogates without a partner, and what turns or hides text: format characters, fillers, tags. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u115f\u1160\u3164\uffa0]/gu;
const LINK = /\b[a-z][a-z0-9+.-]*:\/\/\S+/gi;
/** Shorter ones are words as well. */
const MIN_SECRET_LENGTH = 6;

/** `secrets` are cut out wherever they occur. */
export function cleanForeignText(text: string, maxLength: number, secrets: readonly string[] = []): string {
  // First what hides, so that nothing is put together again by taking it out.
  let clean = text.slice(0, 16_384).replaceAll(/\s+/gu, ' ').replaceAll(INVISIBLE, '');
  for (const secret of secrets) {
    if (secret.length >= MIN_SECRET_LENGTH) clean = clean.replaceAll(secret, '…');
  }
  clean = clean.replaceAll(LINK, '…').replaceAll(/ +/g, ' ').trim();
  return clean.length <= maxLength ? clean : cut(clean, maxLength);
}

/** In UTF-16 units, as schemas count, and between letters. */
function cut(long: string, maxLength: number): string {
  let text = '';
  for (const letter of long) {
    if (text.length + letter.length > maxLength - 1) return `${text}…`;
    text += letter;
  }
  return text;
}
