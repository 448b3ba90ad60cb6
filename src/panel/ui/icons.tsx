import type { ComponentChildren } from 'preact';

/** 16 × 16 line drawings in the text's colour. They say nothing to screen readers: their buttons do. */
function Icon({ children, fill }: { children: ComponentChildren; fill?: boolean }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill={fill ? 'currentColor' : 'none'}
      stroke={fill ? 'none' : 'currentColor'}
      stroke-width="1.4"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const RecordIcon = () => (
  <Icon fill>
    <path
      fill-rule="evenodd"
      d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm0 1.4a5.1 5.1 0 1 0 0 10.2A5.1 5.1 0 0 0 8 2.9Z"
    />
    <rect x="5.4" y="5.4" width="5.2" height="5.2" rx="0.8" />
  </Icon>
);
export const PausedIcon = () => (
  <Icon fill>
    <circle cx="8" cy="8" r="4.6" />
  </Icon>
);
export const ClearIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.6" />
    <path d="M4.1 4.1l7.8 7.8" />
  </Icon>
);
export const ExportIcon = () => (
  <Icon>
    <path d="M8 2.2v7.6M4.9 6.9 8 10l3.1-3.1M2.6 13.4h10.8" />
  </Icon>
);
export const ImportIcon = () => (
  <Icon>
    <path d="M8 10V2.4M4.9 5.3 8 2.2l3.1 3.1M2.6 13.4h10.8" />
  </Icon>
);
export const SettingsIcon = () => (
  <Icon>
    <path d="M2 4.6h6.4M12.4 4.6H14M2 11.4h1.6M7.6 11.4H14" />
    <circle cx="10.4" cy="4.6" r="2" />
    <circle cx="5.6" cy="11.4" r="2" />
  </Icon>
);
export const ServerIcon = () => (
  <Icon>
    <rect x="2.6" y="2.6" width="10.8" height="4.4" rx="1" />
    <rect x="2.6" y="9" width="10.8" height="4.4" rx="1" />
    <path d="M5 4.8h.1M5 11.2h.1M8 4.8h3M8 11.2h3" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="7" cy="7" r="4.4" />
    <path d="m10.4 10.4 3.4 3.4" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon>
    <rect x="5.4" y="5.4" width="8" height="8" rx="1.4" />
    <path d="M10.6 5.2V3.9a1.3 1.3 0 0 0-1.3-1.3H3.9a1.3 1.3 0 0 0-1.3 1.3v5.4a1.3 1.3 0 0 0 1.3 1.3h1.3" />
  </Icon>
);
export const WarningIcon = () => (
  <Icon>
    <path d="M8 2.4 14.2 13H1.8L8 2.4ZM8 6.4v3.2M8 11.4v.1" />
  </Icon>
);
export const ErrorIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.8" />
    <path d="M8 4.8v4M8 11v.1" />
  </Icon>
);
export const InfoIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.8" />
    <path d="M8 7.4v3.8M8 4.9V5" />
  </Icon>
);
export const FrameIcon = () => (
  <Icon>
    <rect x="1.8" y="2.6" width="12.4" height="10.8" rx="1.4" />
    <rect x="5" y="6.2" width="6" height="4.2" rx="0.8" />
  </Icon>
);
export const ChevronIcon = () => (
  <Icon>
    <path d="m6 4 4 4-4 4" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <circle cx="3.5" cy="8" r="0.9" />
    <circle cx="8" cy="8" r="0.9" />
    <circle cx="12.5" cy="8" r="0.9" />
  </Icon>
);
export const CompareIcon = () => (
  <Icon>
    <rect x="2" y="3" width="4.6" height="10" rx="1" />
    <rect x="9.4" y="3" width="4.6" height="10" rx="1" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M8 3.4v9.2M3.4 8h9.2" />
  </Icon>
);
export const MinusIcon = () => (
  <Icon>
    <path d="M3.4 8h9.2" />
  </Icon>
);
export const ImageIcon = () => (
  <Icon>
    <rect x="2" y="3" width="12" height="10" rx="1.2" />
    <circle cx="5.6" cy="6.4" r="1.1" />
    <path d="m2.4 12 3.8-3.6 2.4 2 2.4-2.6 2.8 3" />
  </Icon>
);
export const NoteIcon = () => (
  <Icon>
    <path d="M3 3h10v7l-3 3H3z" />
    <path d="M5.4 6h5.2M5.4 8.6h3" />
  </Icon>
);
export const PinIcon = () => (
  <Icon>
    <path d="M6 2.6h4M6.6 2.6v4L4.6 9h6.8l-2-2.4v-4M8 9v4.4" />
  </Icon>
);
export const BookmarkIcon = () => (
  <Icon>
    <path d="M4.4 2.6h7.2v10.8L8 10.6l-3.6 2.8z" />
  </Icon>
);
export const LoupeIcon = () => (
  <svg
    class="loupe"
    viewBox="0 0 48 48"
    width="48"
    height="48"
    fill="none"
    stroke="currentColor"
    stroke-width="2.5"
    stroke-linecap="round"
    aria-hidden="true"
    focusable="false"
  >
    <circle cx="20" cy="20" r="13" />
    <path d="m30 30 12 12" />
    <circle cx="20" cy="20" r="4" fill="currentColor" stroke="none" />
  </svg>
);
