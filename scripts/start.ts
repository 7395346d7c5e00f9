/** `npm start`: the page is built when need be, then the platform starts in this process. */
import { buildPage } from './lib/page.ts';

await buildPage();
await import('../src/main.ts');
