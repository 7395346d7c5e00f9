/**
 * In charge of spreadsheets of the catalog: templates, what people bring with all that is wrong in it, its import, and
 * lists that go out. Not in charge of what an entry may say, nor of writing it: that is the catalog.
 */
export { type Imports, createImports } from './service.ts';
export { declareImports } from './routes.ts';
export { type Labels, type Shapes, shapesOf } from './shapes.ts';
