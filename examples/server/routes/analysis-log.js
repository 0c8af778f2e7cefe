// What the service has done since it started.

const entries = [];

export function logAnalysis(kind, characters) {
  entries.push({ at: Date.now(), kind, characters });
}

export function listAnalyses() {
  return entries;
}
