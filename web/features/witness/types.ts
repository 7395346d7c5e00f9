import type { Static } from 'typebox';
import type * as witness from '#modules/witness/contract.ts';

export type KnownLog = Static<typeof witness.LogView>;
export type KnownLogBody = Static<typeof witness.LogBody>;
export type Peer = Static<typeof witness.PeerView>;
export type Peers = Peer[];
export type PeerProgress = Peer['logs'][number];
export type PeerBody = Static<typeof witness.PeerBody>;
export type Alarm = Static<typeof witness.AlarmView>;
export type Added = Static<typeof witness.Added>;
