import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useText } from '../ui/language.tsx';
import { useAppearance } from './appearance.tsx';

/** Language and light or dark. */
export function Switches() {
  const { t, language, setLanguage } = useText();
  const { dark, setDark } = useAppearance();
  const look = dark ? t('换成浅色', 'Light colours') : t('换成深色', 'Dark colours');
  return (
    <>
      <Button
        type="text"
        data-test="switch-language"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
        style={{ paddingInline: 8 }}
      >
        {language === 'zh' ? 'EN' : '中'}
      </Button>
      <Tooltip title={look}>
        <Button
          type="text"
          data-test="switch-theme"
          aria-label={look}
          icon={dark ? <SunOutlined /> : <MoonOutlined />}
          onClick={() => setDark(!dark)}
        />
      </Tooltip>
    </>
  );
}
