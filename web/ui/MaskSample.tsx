import { theme } from 'antd';
import type { Static } from 'typebox';
import type { MaskView } from '#modules/catalog/contract.ts';
import { useText } from './language.tsx';

type Mask = Static<typeof MaskView>;

/** An invented value of the item's sort, long enough that a mask can be seen on it. */
function invented(item: string, type: string): string {
  if (/身份|证件号/u.test(item)) return '41040219900307123X';
  if (/信用代码/u.test(item)) return '91410400MA45678X2B';
  if (/电话|手机/u.test(item)) return '13803751234';
  if (item === '性别') return '女';
  if (item === '民族') return '汉族';
  if (type === 'date' || type === 'timestamp') return '1990-03-07';
  if (type === 'bigint' || type === 'numeric' || type === 'double') return '1286';
  if (type === 'boolean') return '是';
  if (/姓名|名字|法定代表人|联系人/u.test(item)) return '张玉丰';
  if (/地址|住址|住所/u.test(item)) return '平顶山市湛河区建设路 18 号';
  return '样例值';
}

function masked(value: string, mask: Mask): string {
  const letters = Array.from(value);
  switch (mask.kind) {
    case 'none':
      return value;
    case 'name':
      return letters.length <= 2
        ? `${letters[0] ?? ''}*`
        : `${letters[0] ?? ''}${'*'.repeat(letters.length - 2)}${letters.at(-1) ?? ''}`;
    case 'middle': {
      const head = mask.head ?? 0;
      const tail = mask.tail ?? 0;
      const hidden = Math.max(0, letters.length - head - tail);
      if (hidden === 0) return '*'.repeat(letters.length);
      return `${letters.slice(0, head).join('')}${'*'.repeat(hidden)}${letters.slice(letters.length - tail, letters.length).join('')}`;
    }
    case 'year':
      return value.slice(0, 4);
    case 'hidden':
      return '';
  }
}

/** 给出的样子: how an item looks to the consumer, on an invented value. */
export function MaskSample({
  mask,
  item = '',
  type = 'text',
  sample,
}: {
  mask: Mask;
  item?: string;
  type?: string;
  sample?: string;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  if (mask.kind === 'hidden')
    return <span style={{ color: token.colorTextTertiary }}>{t('不给出', 'not given')}</span>;
  const value = sample ?? masked(invented(item, type), mask);
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <span style={{ fontVariantNumeric: 'tabular-nums' }}>{value}</span>
      {mask.kind === 'none' && (
        <span style={{ color: token.colorTextTertiary, fontSize: 12, marginInlineStart: 8 }}>
          {t('原样', 'as it is')}
        </span>
      )}
    </span>
  );
}
