/** A gateway of its own process, to be killed while it sends: started by gatewayFiles.test.ts. */
import { readConfig } from '#config.ts';
import { openStorage } from '../src/storage.ts';
import { MIGRATIONS } from './database.ts';
import { startFileGateway } from './fileGateway.ts';

const storage = await openStorage(readConfig(process.env), MIGRATIONS);
const { listening } = await startFileGateway(storage);
process.stdout.write(`${listening.port}\n`);
