// What the pool's threads offer.

export { extractKeywords } from './extract-keywords.js';
export { measureDistance } from './measure-distance.js';
