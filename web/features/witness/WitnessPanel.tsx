import { useLoad } from '../../api.ts';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { AlarmList } from './AlarmList.tsx';
import { HandOut } from './HandOut.tsx';
import { KnownLogs } from './KnownLogs.tsx';
import { PeerTable } from './PeerTable.tsx';
import type { Alarm, KnownLog, Peers } from './types.ts';

/** 见证: who watches our logs, whose logs we watch, and what did not fit together. */
export function WitnessPanel() {
  const every = { every: 5000 };
  const peers = useLoad<Peers>('/api/witness/peers', undefined, [], every);
  const logs = useLoad<KnownLog[]>('/api/witness/logs', undefined, [], every);
  const alarms = useLoad<Alarm[]>('/api/witness/alarms', undefined, [], every);
  const problem = peers.problem ?? logs.problem ?? alarms.problem;
  return (
    <div className="cards" data-test="witness">
      {problem && <RefusalNotice problem={problem} />}
      <AlarmList alarms={alarms.data} reload={alarms.reload} />
      <PeerTable peers={peers.data} reload={peers.reload} />
      <KnownLogs logs={logs.data} reload={logs.reload} />
      <HandOut />
    </div>
  );
}
