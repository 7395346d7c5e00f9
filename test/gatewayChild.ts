/** A gateway in a process of its own, to be killed: says its port and serves. */
import { readConfig } from '#config.ts';
import { listen } from '#kernel/listen.ts';
import { openStorage } from '../src/storage.ts';
import { MIGRATIONS } from './database.ts';
import { gatewayOver } from './gatewayHouse.ts';

const config = readConfig({
  SHUQIAO_DATA: process.env['CHILD_DATA'],
  DATABASE_URL: process.env['CHILD_DATABASE'],
  SHUQIAO_LOG: 'fatal',
  PORT: '0',
});
const storage = await openStorage(config, MIGRATIONS);
const gateway = gatewayOver(storage);
const listening = await listen(['127.0.0.1'], 0, (req, res) => gateway.handle(req, res));
process.stdout.write(`${listening.port}\n`);
