import { Card, Descriptions } from 'antd';
import { Link } from 'react-router';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Mandate } from './types.ts';

/** Whose consent it is, since when, and how it ended. */
export function GivenCard({ mandate: data }: { mandate: Mandate }) {
  const { t, language } = useText();
  return (
    <Card>
      <Descriptions
        column={{ xs: 1, md: 2 }}
        items={[
          ...(data.entry === null
            ? []
            : [
                {
                  key: 'entry',
                  label: t('目录', 'Entry'),
                  children: (
                    <Link to={`/catalog/${data.entry.id}`}>
                      {t(
                        `${data.entry.title}（第 ${data.entry.version} 版）`,
                        `${data.entry.title} (version ${data.entry.version})`,
                      )}
                    </Link>
                  ),
                },
              ]),
          {
            key: 'by',
            label: t('由谁给出', 'Given by'),
            children: data.by,
          },
          {
            key: 'at',
            label: t('给出时间', 'Given at'),
            children: formatTime(data.givenAt, language, true),
          },
          ...(data.endedAt === null
            ? []
            : [
                {
                  key: 'ended',
                  label: t('终止', 'Ended'),
                  children: `${formatTime(data.endedAt, language, true)} ${data.endReason}`,
                },
              ]),
        ]}
      />
    </Card>
  );
}
