import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { theme } from 'antd';
import { formatCount, formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import type { RunDetail } from '../types.ts';
import { rowsEn } from '../words.ts';

/** What a comparison after the delivery said, and against what it was held. */
export function Compared({ run }: { run: RunDetail }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const again = run.comparison;
  if (again === null) return null;
  const at = formatTime(again.at, language);
  const count = (value: number) => formatCount(value, language);
  const kinds = [
    [again.missing, '缺失', 'missing'],
    [again.extra, '多出', 'extra'],
    [again.changed, '改动', 'changed'],
  ] as const;
  const found = kinds.filter(([rows]) => rows > 0);
  const against =
    again.against === 'source'
      ? t('与来源现在的数据相比', 'against the source’s current data')
      : t('与送达时的对账单相比', 'against the delivery receipt');
  const words =
    again.result === 'source_moving'
      ? t(
          '来源一直在变，比不出结果，请在业务空闲时再对。',
          'the source kept changing; try again when it is less busy.',
        )
      : again.equal
        ? t(`${count(again.rows)} 行，仍一致。`, `${rowsEn(again.rows)}, still equal.`)
        : found.length === 0
          ? t(
              `现有 ${count(again.rows)} 行，有 ${again.buckets.length} 段不同。`,
              `${rowsEn(again.rows)} now; sections that differ: ${again.buckets.length}.`,
            )
          : t(
              `差 ${count(again.missing + again.extra + again.changed)} 行：${found.map(([rows, zh]) => `${zh} ${count(rows)}`).join('，')}。`,
              `${found.map(([rows, , en]) => `${count(rows)} ${en}`).join(', ')}.`,
            );
  return (
    <p
      style={{
        margin: '12px 0 0',
        color: again.equal
          ? token.colorSuccess
          : again.result === 'source_moving'
            ? token.colorWarning
            : token.colorError,
      }}
      data-test="run-comparison"
      data-equal={again.equal}
    >
      {again.equal ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
      {t(`${at} 又对了一次（${against}）：${words}`, `Reconciled again at ${at}, ${against}: ${words}`)}
      {again.younger > 0 &&
        t(
          `另有 ${count(again.younger)} 行是来源后来新写的，下次增量会送到。`,
          ` ${rowsEn(again.younger)} written at the source since then; the next incremental run delivers them.`,
        )}
    </p>
  );
}
