/**
 * In charge of one source per item (一数一源): what published entries collect, which items of two departments mean the
 * same, whom the authority named their source, who owes it help, and who collects together. Not in charge of the
 * entries (catalog) or of applications for them (sharing).
 */
export { ALIKE, type Described, type Shape, likeness } from './meaning.ts';
export { type Language, topicOf } from './naming.ts';
export { declareSources } from './routes.ts';
export { shapeOf } from './shape.ts';
export { type IndexedEntry, type Sources, createSources, languageOf } from './service.ts';
