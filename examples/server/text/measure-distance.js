// Edit distance of two texts (Levenshtein), in time |a| x |b| and memory |b|.

export function measureDistance({ a, b }) {
  let row = firstRow(b.length);
  for (let i = 0; i < a.length; i++) row = nextRow(row, a[i], b, i);
  return row[b.length];
}

function firstRow(length) {
  return Uint32Array.from({ length: length + 1 }, (_, column) => column);
}

function nextRow(above, character, b, i) {
  const row = new Uint32Array(above.length);
  row[0] = i + 1;
  for (let j = 0; j < b.length; j++) {
    const replaced = above[j] + (character === b[j] ? 0 : 1);
    row[j + 1] = Math.min(replaced, above[j + 1] + 1, row[j] + 1);
  }
  return row;
}
