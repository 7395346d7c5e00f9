import { Modal, Timeline, theme } from 'antd';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { History, Kind, Version } from './types.ts';
import { actionWord, fieldWord, valueWord } from './words.ts';

/** All versions of a thing: who changed what, when and why. */
export function HistoryDialog({
  kind,
  id,
  name,
  onClose,
}: {
  kind: Kind;
  id: string;
  name: string;
  onClose: () => void;
}) {
  const { t } = useText();
  const { data, problem } = useLoad<History>('/api/standards/history', { kind, key: id });
  return (
    <Modal
      open
      width={640}
      footer={null}
      title={t(`“${name}”的各版本`, `Versions of ${name}`)}
      onCancel={onClose}
    >
      <div style={{ paddingTop: 16 }} data-test="history">
        {problem && <RefusalNotice problem={problem} />}
        {!data && !problem && <Loading rows={4} />}
        {data?.items.length === 0 && <EmptyState title={t('没有记录。', 'Nothing is recorded.')} />}
        {data && (
          <Timeline
            items={data.items.map(one => ({ key: String(one.version), content: <Step version={one} /> }))}
          />
        )}
      </div>
    </Modal>
  );
}

function Step({ version }: { version: Version }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  return (
    <div>
      <strong style={{ fontWeight: 500 }}>
        {t(`第 ${version.version} 版`, `Version ${version.version}`)} · {actionWord(version.action, language)}
      </strong>{' '}
      <span style={{ color: token.colorTextSecondary }}>
        {[version.name, version.at === null ? '' : formatTime(version.at, language)]
          .filter(text => text !== '')
          .join(t('，', ', '))}
      </span>
      {version.why !== '' && <div>{version.why}</div>}
      {version.differs.map(one => (
        <div key={one.field} style={{ fontSize: 13, overflowWrap: 'anywhere' }}>
          <span style={{ color: token.colorTextSecondary }}>{fieldWord(one.field, language)}</span>{' '}
          <del>{valueWord(one.field, one.before, language)}</del> →{' '}
          {valueWord(one.field, one.after, language)}
        </div>
      ))}
    </div>
  );
}
