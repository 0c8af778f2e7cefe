// Looks through a stranger's MessagePack before msgpackr believes it: five bytes can claim an array of four thousand
// million elements, and msgpackr would make room for them. Used by the daemon thread and by clients.
//
//   first byte   00-7f, e0-ff small integer     a0-bf short text   c4-c6 bytes     d4 00 00 undefined
//                80-8f small map                c0-c3 nil, bool    ca-d3 number    dc-df array, map
//                90-9f small array              c1 never used      d9-db text      other extensions: refused

const MAX_DEPTH = 32;

/** Bytes of the length behind these first bytes, and of one thing that it counts (0: elements follow). */
const COUNTED: Record<number, { lengthBytes: 1 | 2 | 4; elements: 0 | 1 | 2 }> = {
  196: { lengthBytes: 1, elements: 0 },
  197: { lengthBytes: 2, elements: 0 },
  198: { lengthBytes: 4, elements: 0 },
  217: { lengthBytes: 1, elements: 0 },
  218: { lengthBytes: 2, elements: 0 },
  219: { lengthBytes: 4, elements: 0 },
  220: { lengthBytes: 2, elements: 1 },
  221: { lengthBytes: 4, elements: 1 },
  222: { lengthBytes: 2, elements: 2 },
  223: { lengthBytes: 4, elements: 2 },
};
/** Bytes behind ca .. d3: float 32 and 64, then unsigned and signed 8, 16, 32, 64. */
const NUMBER_BYTES = [4, 8, 1, 2, 4, 8, 1, 2, 4, 8];

/**
 * True if `bytes` are exactly one value of plain MessagePack, nested at most 32 deep, whose keys are texts and whose
 * lengths are all borne out by bytes. Takes time in proportion to the bytes and no memory.
 */
export function isPlainMessagePack(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // What is open at each depth, and how many elements of it are still to come; every one takes a byte at least.
  const open = [{ left: 1, isMap: false }];
  let at = 0;
  for (let innermost = open.at(-1); innermost; innermost = open.at(-1)) {
    if (innermost.left === 0) {
      open.pop();
      continue;
    }
    const isKey = innermost.isMap && innermost.left % 2 === 0;
    innermost.left--;
    const first = bytes[at] as number;
    const item = isKey && !isText(first) ? undefined : readItem(view, at);
    if (!item) return false;
    at = item.end;
    if (item.elements > view.byteLength - at || (item.elements > 0 && open.length > MAX_DEPTH)) return false;
    if (item.elements > 0) open.push({ left: item.elements, isMap: isMap(first) });
  }
  return at === view.byteLength;
}

function isText(first: number): boolean {
  return (first >= 0xa0 && first <= 0xbf) || (first >= 0xd9 && first <= 0xdb);
}

function isMap(first: number): boolean {
  return first <= 0x8f || first >= 0xde;
}

/** Where the item at `at` ends, its elements not counted; undefined if it runs past the end or is not plain. */
function readItem(view: DataView, at: number): { end: number; elements: number } | undefined {
  if (at >= view.byteLength) return undefined;
  const first = view.getUint8(at);
  const item = readSmall(first, at + 1) ?? readCounted(view, first, at + 1) ?? readUndefined(view, at);
  return item && item.end <= view.byteLength ? item : undefined;
}

function readSmall(first: number, at: number): { end: number; elements: number } | undefined {
  if (first <= 0x7f || first >= 0xe0 || first === 0xc0 || first === 0xc2 || first === 0xc3)
    return { end: at, elements: 0 };
  if (first <= 0x8f) return { end: at, elements: 2 * (first & 0x0f) };
  if (first <= 0x9f) return { end: at, elements: first & 0x0f };
  if (first <= 0xbf) return { end: at + (first & 0x1f), elements: 0 };
  const bytes = NUMBER_BYTES[first - 0xca];
  return bytes === undefined ? undefined : { end: at + bytes, elements: 0 };
}

function readCounted(view: DataView, first: number, at: number): { end: number; elements: number } | undefined {
  const counted = COUNTED[first];
  if (!counted || at + counted.lengthBytes > view.byteLength) return undefined;
  const { lengthBytes, elements } = counted;
  const length = lengthBytes === 1 ? view.getUint8(at) : lengthBytes === 2 ? view.getUint16(at) : view.getUint32(at);
  const end = at + lengthBytes;
  return elements === 0 ? { end: end + length, elements: 0 } : { end, elements: elements * length };
}

/** msgpackr writes undefined as the extension 0 with one zero byte. */
function readUndefined(view: DataView, at: number): { end: number; elements: number } | undefined {
  if (at + 3 > view.byteLength || view.getUint8(at) !== 0xd4 || view.getUint16(at + 1) !== 0) return undefined;
  return { end: at + 3, elements: 0 };
}
