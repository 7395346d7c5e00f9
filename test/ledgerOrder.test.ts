import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { pause, systemClock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import type { Failpoint } from '#kernel/failpoint.ts';
import { createIntegrator, createLedger, verifyAll } from '#modules/ledger/index.ts';
import { appendAndCommit, appendInside, createRecorder } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import type { Entry } from '#record/entry.ts';
import { USAGE } from '#record/logs.ts';
import { subjectDigest } from '#record/subjects.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { type Storage, openStorage } from '../src/storage.ts';
import { MIGRATIONS, type Scratch, scratchDatabase } from './database.ts';

/** The order of the log, and who may hold it up: nobody for longer than a moment. */
const ROOT = join(import.meta.dirname, '..');
const BLOCK = 16_384;

let scratch: Scratch;
let storage: Storage;
let folder: string;

beforeEach(async () => {
  scratch = await scratchDatabase('order');
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-order-'));
  storage = await openStorage(
    readConfig({ SHUQIAO_DATA: folder, DATABASE_URL: scratch.url, SHUQIAO_LOG: 'fatal' }),
    MIGRATIONS,
  );
});
