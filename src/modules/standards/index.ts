/**
 * In charge of the words and codes that entries are made of: code tables with the codes of other platforms, the tree
 * of classes, standard data elements, synonyms, and the documents they rest on; their versions, and what of them was
 * ever used. Not in charge of the entries, nor of the sequence behind the "/" of their codes (catalog).
 */
export { loadStandards } from './load.ts';
export type { Class, CodeOption, Element } from './reading.ts';
export { declareStandards } from './routes.ts';
export { type Standards, type Uses, createStandards } from './service.ts';
export { normaliseWord } from './words.ts';
