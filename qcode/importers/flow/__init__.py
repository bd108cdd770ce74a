"""What documents of paragraphs and tables share on their way to a transcript, whatever their format."""
