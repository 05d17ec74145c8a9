# style: text beyond ASCII and beyond the basic plane
# expect-output-raw: "naïve – 東京 – 🎉 – \u202e\n"
# expect-text: 🎉é
print("naïve – 東京 – 🎉 – \u202e")
echo("🎉" + "é")
