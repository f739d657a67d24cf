// The product's mark: a shield whose inside is open like a keyhole onto air.

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path
        className="mark-ground"
        d="M16 1.5 3.5 6.4v9.2c0 7.6 5.2 12.7 12.5 15.9 7.3-3.2 12.5-8.3 12.5-15.9V6.4Z"
      />
      <path
        className="mark-line"
        d="M9.5 21.5 16 8.5l6.5 13M12.4 17.2c2.3-1.7 4.9-1.7 7.2 0"
        fill="none"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
