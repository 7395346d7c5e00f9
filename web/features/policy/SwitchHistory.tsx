import { Timeline } from 'antd';
import { useLoad } from '../../api.ts';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { RegionRules, Switches } from './types.ts';

/** When the region switched its profile, by whom and why. Nothing is shown where it never did. */
export function SwitchHistory({ rules }: { rules: RegionRules }) {
  const { t, language } = useText();
  const { data } = useLoad<Switches>('/api/rules/switches', { region: rules.regionCode });
  const titleOf = (profile: string) => rules.profiles.find(one => one.name === profile)?.title ?? profile;
  if (!data || data.items.length === 0) return null;
  return (
    <section style={{ marginTop: 24 }}>
      <h2 style={{ fontSize: 16, fontWeight: 500, marginBottom: 12 }}>{t('切换记录', 'Switches')}</h2>
      <Timeline
        items={data.items.map(one => ({
          key: `${one.from} ${one.enteredAt}`,
          content: t(
            `${formatDate(one.from, language)} 起：${titleOf(one.profile)}。${one.reason}（${one.enteredBy}，${formatTime(one.enteredAt, language)}）`,
            `From ${formatDate(one.from, language)}: ${titleOf(one.profile)}. ${one.reason} (${one.enteredBy}, ${formatTime(one.enteredAt, language)})`,
          ),
        }))}
      />
    </section>
  );
}
