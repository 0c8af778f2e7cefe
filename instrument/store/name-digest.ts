// Short names for files of the store whose content says by itself what it is for. Used wherever such files are named:
// node:crypto, which takes 3 to 9 ms to load, is not needed for them.

const PRIME_A = 0x85ebca6b;
const PRIME_B = 0xc2b2ae35;

/** 16 lower-case hex digits that two texts seldom share (multiply and shift, after MurmurHash3): never proof of a text. */
export function nameDigest(text: string): string {
  let [a, b] = [text.length, ~text.length];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, PRIME_A);
    b = Math.imul(b ^ unit, PRIME_B);
    a ^= b >>> 15;
    b ^= a >>> 13;
  }
  return toHex(a) + toHex(b);
}

function toHex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
